// The lock as replicas see it that do not end as they should.
import { expect, onTestFinished, test } from 'vitest'
import { migratedDatabase } from '../../../test/database.ts'
import { makeOAuthRefreshLock } from './oauth-refresh-lock.ts'

test('a replica that holds it and does nothing any more loses it, and is told so when it wakes up', async () => {
  const { url } = await migratedDatabase()
  const lost: string[] = []
  const lockOf = () => {
    const lock = makeOAuthRefreshLock(url, (error) => lost.push(error.message), 500)
    onTestFinished(() => lock.close())
    return lock
  }
  const [stopped, other] = [lockOf(), lockOf()]
  let wakeUp = () => {}
  const asleep = new Promise<void>((resolve) => (wakeUp = resolve))
  let isHeld = () => {}
  const held = new Promise<void>((resolve) => (isHeld = resolve))
  const holding = stopped.hold('one', 'wait', () => {
    isHeld()
    return asleep
  })
  await held
  expect(await other.hold('one', 'try', () => Promise.resolve('mine'))).toBeNull()
  expect(await other.hold('one', 'wait', () => Promise.resolve('mine'))).toBe('mine')
  wakeUp()
  await holding
  expect(lost[0]).toContain('idle-session timeout')
  expect(await stopped.hold('one', 'try', () => Promise.resolve('again'))).toBe('again')
})
