// The bare page in front of the console.
import { useEffect, type ReactNode } from 'react'
import { LogoMark } from '../../components/logo.tsx'

interface DoorProps {
  readonly title: string
  readonly summary?: ReactNode
  readonly children?: ReactNode
}

export function Door({ title, summary, children }: DoorProps) {
  useEffect(() => {
    document.title = `${title} - Headgate`
  }, [title])
  return (
    <main className="flex min-h-dvh flex-col items-center px-4 pt-[14vh] pb-12">
      <div className="flex w-full max-w-sm flex-col gap-6">
        <div className="flex items-center gap-2.5">
          <LogoMark />
          <span className="text-lg font-semibold tracking-tight">Headgate</span>
        </div>
        <section className="flex flex-col gap-5 rounded-xl border border-n5 bg-n2 p-6">
          <header className="flex flex-col gap-1">
            <h1 className="text-xl font-semibold tracking-tight">{title}</h1>
            {summary !== undefined && <div className="text-sm wrap-anywhere text-n7">{summary}</div>}
          </header>
          {children}
        </section>
      </div>
    </main>
  )
}
