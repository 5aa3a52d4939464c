import type { Money } from '../lib/format-money.ts'

/** An amount, with every digit on hover. */
export function MoneyText({ money }: { readonly money: Money }) {
  return (
    <span title={money.exact} className={money.text === 'unknown' ? 'text-n7' : undefined}>
      {money.text}
    </span>
  )
}
