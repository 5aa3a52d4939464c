// A refusal as AWS words it: an exception name in a header, one message in the body.

export interface AwsError {
  readonly status: number
  readonly exception?: string | undefined
  readonly message?: string | undefined
  readonly messageField?: 'message' | 'Message' | undefined
}

export class AwsRefusal extends Error {
  readonly error: AwsError
  constructor(error: AwsError & { readonly message: string }) {
    super(error.message)
    this.error = error
  }
}

/** The caller is refused before its request is looked at. */
export class CallerRefusal extends AwsRefusal {}

/** The suffix behind the name is what the service itself sends. */
export function invalid(message: string): AwsRefusal {
  const exception = 'ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/'
  return new AwsRefusal({ status: 400, exception, message })
}

export function extraInput(place: string): AwsRefusal {
  return invalid(`${place}: Extra inputs are not permitted`)
}

export function unexpectedTag(place: string, tag: string, expected: readonly string[]): AwsRefusal {
  const tags = expected.map((name) => `'${name}'`).join(', ')
  return invalid(
    `${place}: Input tag '${tag}' found using 'type' does not match any of the expected tags: ${tags}`,
  )
}
