// A connection inside the process, whose server end knows the address of the client it stands for.
import type { Socket } from 'node:net'
import { duplexPair, type Duplex } from 'node:stream'

export type Address = Pick<
  Socket,
  'remoteAddress' | 'remotePort' | 'remoteFamily' | 'localAddress' | 'localPort' | 'localFamily'
>

/** Taken from the connection, never from what was said on it. */
export function addressOf(socket: Socket): Address {
  const { remoteAddress, remotePort, remoteFamily, localAddress, localPort, localFamily } = socket
  return { remoteAddress, remotePort, remoteFamily, localAddress, localPort, localFamily }
}

/** Bytes that may wait in each direction: back-pressure should reach the sender soon. */
const BUFFER_BYTES = 16 * 1024

export function socketPair(address: Address): { clientEnd: Duplex; serverEnd: Duplex } {
  const [clientEnd, serverEnd] = duplexPair({ highWaterMark: BUFFER_BYTES })
  // A broken end must break the other; by themselves they tell each other an orderly end only.
  clientEnd.once('close', () => serverEnd.destroy())
  serverEnd.once('close', () => clientEnd.destroy())
  return { clientEnd, serverEnd: Object.assign(serverEnd, address) }
}
