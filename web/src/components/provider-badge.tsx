import type { Provider } from '@headgate/shared/providers'
import { cx } from '../lib/cx.ts'

export const PROVIDER_NAMES: Readonly<Record<Provider, string>> = {
  anthropic: 'Anthropic',
  bedrock: 'Bedrock',
}
const DOTS: Readonly<Record<Provider, string>> = { anthropic: 'bg-anthropic', bedrock: 'bg-bedrock' }

/** Who serves: the colour is the provider's identity, not a state. */
export function ProviderBadge({ provider }: { readonly provider: Provider }) {
  return (
    <span className="inline-flex h-5 w-fit items-center align-middle gap-1.5 rounded-full border border-n5 bg-n2 pr-2 pl-1.5 text-xs font-medium whitespace-nowrap">
      <span aria-hidden className={cx('size-2 rounded-full', DOTS[provider])} />
      {PROVIDER_NAMES[provider]}
    </span>
  )
}
