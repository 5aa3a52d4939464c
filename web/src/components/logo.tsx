/** A sluice gate: two posts, a board, and the water beneath. */
export function LogoMark() {
  return (
    <svg viewBox="0 0 24 24" aria-hidden className="size-6 shrink-0">
      <rect width="24" height="24" rx="6" className="fill-accent" />
      <g fill="none" strokeLinecap="round" className="stroke-accent-ink">
        <path d="M6.75 5.25v13.5M17.25 5.25v13.5M6.75 10.1h10.5" strokeWidth="2.25" />
        <path d="M10.1 15.6c1.3-1.2 2.5-1.2 3.8 0" strokeWidth="1.8" />
      </g>
    </svg>
  )
}
