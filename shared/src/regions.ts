// AWS regions from which Claude can be called on Bedrock, by part of the world. Others can be typed.

export interface RegionGroup {
  readonly label: string
  readonly regions: readonly { readonly code: string; readonly place: string }[]
}

const group = (label: string, places: Readonly<Record<string, string>>): RegionGroup => ({
  label,
  regions: Object.entries(places).map(([code, place]) => ({ code, place })),
})

export const REGION_GROUPS: readonly RegionGroup[] = [
  group('United States', {
    'us-east-1': 'N. Virginia',
    'us-east-2': 'Ohio',
    'us-west-1': 'N. California',
    'us-west-2': 'Oregon',
  }),
  group('Europe', {
    'eu-central-1': 'Frankfurt',
    'eu-central-2': 'Zurich',
    'eu-north-1': 'Stockholm',
    'eu-south-1': 'Milan',
    'eu-south-2': 'Spain',
    'eu-west-1': 'Ireland',
    'eu-west-2': 'London',
    'eu-west-3': 'Paris',
  }),
  group('Asia Pacific', {
    'ap-northeast-1': 'Tokyo',
    'ap-northeast-2': 'Seoul',
    'ap-northeast-3': 'Osaka',
    'ap-south-1': 'Mumbai',
    'ap-south-2': 'Hyderabad',
    'ap-southeast-1': 'Singapore',
    'ap-southeast-2': 'Sydney',
    'ap-southeast-3': 'Jakarta',
    'ap-southeast-4': 'Melbourne',
  }),
  group('Other', {
    'af-south-1': 'Cape Town',
    'ca-central-1': 'Canada Central',
    'ca-west-1': 'Calgary',
    'il-central-1': 'Tel Aviv',
    'me-central-1': 'UAE',
    'sa-east-1': 'Sao Paulo',
  }),
  group('AWS GovCloud', { 'us-gov-east-1': 'US-East', 'us-gov-west-1': 'US-West' }),
]

export function isListedRegion(code: string): boolean {
  return REGION_GROUPS.some(({ regions }) => regions.some((region) => region.code === code))
}

/** Where Bedrock API keys of a region are made. */
export function bedrockKeysUrl(region: string): string {
  const host = region.startsWith('us-gov-') ? 'console.amazonaws-us-gov.com' : 'console.aws.amazon.com'
  return `https://${host}/bedrock/home?region=${encodeURIComponent(region)}#/api-keys`
}
