// What the environment says about places that it does not name.
import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

const bedrock = (environment: NodeJS.ProcessEnv) => {
  const { bedrockUrls, hasBedrockControl } = readConfig(environment)
  return { ...bedrockUrls, hasBedrockControl }
}
const AWS = {
  runtime: 'https://bedrock-runtime.{region}.amazonaws.com',
  mantle: 'https://bedrock-mantle.{region}.api.aws',
  control: 'https://bedrock.{region}.amazonaws.com',
  countsOnMantle: true,
  hasBedrockControl: true,
}

test.each([{}, { HEADGATE_BEDROCK_URL: '' }, { HEADGATE_BEDROCK_URL: `${AWS.runtime}/` }])(
  'all hosts of Bedrock are in use while its runtime is on AWS: %j',
  (environment) => expect(bedrock(environment)).toEqual(AWS),
)

test('a runtime elsewhere takes the other hosts out of use until they are named', () => {
  const HEADGATE_BEDROCK_URL = 'https://bedrock.internal.example'
  const elsewhere = { ...AWS, runtime: HEADGATE_BEDROCK_URL, countsOnMantle: false, hasBedrockControl: false }
  expect(bedrock({ HEADGATE_BEDROCK_URL })).toEqual(elsewhere)
  const HEADGATE_BEDROCK_CONTROL_URL = 'http://127.0.0.1:9'
  expect(bedrock({ HEADGATE_BEDROCK_URL, HEADGATE_BEDROCK_CONTROL_URL })).toEqual({
    ...elsewhere,
    control: HEADGATE_BEDROCK_CONTROL_URL,
    hasBedrockControl: true,
  })
  expect(bedrock({ HEADGATE_BEDROCK_URL, HEADGATE_BEDROCK_MANTLE_URL: AWS.mantle })).toEqual({
    ...elsewhere,
    countsOnMantle: true,
  })
})
