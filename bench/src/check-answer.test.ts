import { describe, expect, test } from 'vitest'
import { EVENT_COUNT, frameAnswer, messageAnswer, sseAnswer } from './answers.ts'
import { checkAnswer, type AnswerKind } from './check-answer.ts'

const answers: Readonly<Record<AnswerKind, readonly Buffer[]>> = {
  message: [messageAnswer()],
  sse: sseAnswer(),
  frames: frameAnswer(),
}

test('a stream has one piece per event', () => {
  expect(answers.sse).toHaveLength(EVENT_COUNT)
  expect(answers.frames).toHaveLength(EVENT_COUNT)
})

describe.each(Object.entries(answers) as [AnswerKind, readonly Buffer[]][])('%s', (kind, pieces) => {
  test('is right when it is whole', () => {
    expect(() => checkAnswer(kind, 200, Buffer.concat(pieces))).not.toThrow()
  })

  test('is wrong with another status', () => {
    expect(() => checkAnswer(kind, 502, Buffer.concat(pieces))).toThrow('status 502')
  })

  test('is wrong when its end is missing', () => {
    const whole = Buffer.concat(pieces)
    expect(() => checkAnswer(kind, 200, whole.subarray(0, -30))).toThrow()
  })
})

test('a stream is wrong when an event is missing, and when it ends with another one', () => {
  const { sse, frames } = answers
  expect(() => checkAnswer('sse', 200, Buffer.concat(sse.toSpliced(5, 1)))).toThrow('99 events')
  expect(() => checkAnswer('frames', 200, Buffer.concat(frames.toSpliced(5, 1)))).toThrow('99 events')
  expect(() => checkAnswer('sse', 200, Buffer.concat([...sse.slice(1), sse[5]!]))).toThrow(
    "instead of 'message_stop'",
  )
})
