import { qrPath } from '../lib/qr-path.ts'

interface QrCodeProps {
  readonly text: string
  /** What it holds, for those who cannot see it. */
  readonly label: string
  readonly className?: string
}

/** Dark on light in both themes: not every reader takes it the other way round. */
export function QrCode({ text, label, className }: QrCodeProps) {
  const { size, path } = qrPath(text)
  return (
    <svg role="img" aria-label={label} viewBox={`0 0 ${size} ${size}`} className={className}>
      <rect width={size} height={size} fill="#fff" />
      <path d={path} fill="#000" shapeRendering="crispEdges" />
    </svg>
  )
}
