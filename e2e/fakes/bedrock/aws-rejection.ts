// A rejection as AWS words it: an exception name in a header, one message in the body.

export interface AwsError {
  readonly status: number
  readonly exception?: string | undefined
  readonly message?: string | undefined
  readonly messageField?: 'message' | 'Message' | undefined
}

export class AwsRejection extends Error {
  readonly error: AwsError
  constructor(error: AwsError & { readonly message: string }) {
    super(error.message)
    this.error = error
  }
}

/** The caller is rejected before its request is looked at. */
export class CallerRejection extends AwsRejection {}

/** The suffix behind the name is what the service itself sends. */
export function invalid(message: string): AwsRejection {
  const exception = 'ValidationException:http://internal.amazon.com/coral/com.amazon.bedrock/'
  return new AwsRejection({ status: 400, exception, message })
}

export function extraInput(place: string): AwsRejection {
  return invalid(`${place}: Extra inputs are not permitted`)
}

export function unexpectedTag(place: string, tag: string, expected: readonly string[]): AwsRejection {
  const tags = expected.map((name) => `'${name}'`).join(', ')
  return invalid(
    `${place}: Input tag '${tag}' found using 'type' does not match any of the expected tags: ${tags}`,
  )
}
