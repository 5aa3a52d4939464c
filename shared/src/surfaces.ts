// Which of Bedrock's APIs a credential speaks, in words.
import type { Surface } from './providers.ts'

export interface SurfaceFacts {
  readonly label: string
  readonly meaning: string
}

export const SURFACES: Readonly<Record<Surface, SurfaceFacts>> = {
  invoke: {
    label: 'InvokeModel',
    meaning: 'Works for every Claude model on Bedrock.',
  },
  messages: {
    label: 'Messages API',
    meaning: 'Anthropic’s own Messages API on bedrock-runtime, with less to translate.',
  },
  mantle: {
    label: 'Mantle',
    meaning:
      'The Messages API on bedrock-mantle: bare model ids, no cross-region routing, newer models only.',
  },
}
