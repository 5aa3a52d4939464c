/** A name as clients or Bedrock spell it: up to an ARN of 2048 characters. */
export function ModelName({ name }: { readonly name: string }) {
  return (
    <span className="line-clamp-3 font-mono text-xs break-all" title={name}>
      {name}
    </span>
  )
}
