// The gateway's control plane, called as a script would call it.

export interface AdminApi {
  query<T>(procedure: string, input: unknown): Promise<T>
  mutate<T>(procedure: string, input: unknown): Promise<T>
}

export function makeAdminApi(origin: string, adminToken: string): AdminApi {
  const headers = { authorization: `Bearer ${adminToken}`, 'content-type': 'application/json' }
  async function read<T>(procedure: string, response: Response): Promise<T> {
    const text = await response.text()
    if (!response.ok) throw new Error(`${procedure}: HTTP ${response.status}: ${text.slice(0, 500)}`)
    return (JSON.parse(text) as { result: { data: T } }).result.data
  }
  return {
    async query(procedure, input) {
      const url = `${origin}/trpc/${procedure}?input=${encodeURIComponent(JSON.stringify(input))}`
      return read(procedure, await fetch(url, { headers }))
    },
    async mutate(procedure, input) {
      const url = `${origin}/trpc/${procedure}`
      return read(procedure, await fetch(url, { method: 'POST', headers, body: JSON.stringify(input) }))
    },
  }
}
