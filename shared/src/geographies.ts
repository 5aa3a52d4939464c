// Which inference profile a model is reached through, in words.
import type { Geography } from './providers.ts'

export interface GeographyFacts {
  readonly label: string
  readonly meaning: string
}

export const GEOGRAPHIES: Readonly<Record<Geography, GeographyFacts>> = {
  auto: {
    label: 'Automatic',
    meaning:
      'Takes the global profile where the model has one, else the one of the region, else the bare model id. Data may leave this part of the world.',
  },
  global: {
    label: 'Global',
    meaning: 'AWS may serve a request from any commercial region. Most capacity, list price.',
  },
  us: { label: 'United States', meaning: 'Requests stay in US regions.' },
  eu: { label: 'European Union', meaning: 'Requests stay in EU regions.' },
  apac: {
    label: 'Asia Pacific',
    meaning: 'Requests stay in Asia Pacific regions. Only models up to Sonnet 4 have this profile.',
  },
  jp: { label: 'Japan', meaning: 'Requests stay in Tokyo and Osaka.' },
  au: { label: 'Australia', meaning: 'Requests stay in Sydney and Melbourne.' },
  'us-gov': { label: 'US GovCloud', meaning: 'Requests stay in AWS GovCloud (US).' },
  none: {
    label: 'None',
    meaning: 'The bare model id, served by this region alone. Newer models reject it without a profile.',
  },
}
