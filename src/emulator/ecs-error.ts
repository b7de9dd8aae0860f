/** A refusal with the status, the Code and the words that ECS documents. It becomes an error body in `answer.ts`. */
export class EcsError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'EcsError';
    this.status = status;
    this.code = code;
  }
}

export const missingParameter = (name: string) =>
  new EcsError(
    400,
    'MissingParameter',
    `The input parameter "${name}" that is mandatory for processing this request is not supplied.`,
  );

export const unknownRegion = () =>
  new EcsError(404, 'InvalidRegionId.NotFound', 'The specified RegionId does not exist.');

export const invalidMaxResults = () =>
  new EcsError(400, 'InvalidParameter.MaxResults', 'The specified parameter MaxResults is not valid.');

export const invalidNextToken = () =>
  new EcsError(400, 'InvalidParameter.NextToken', 'The specified parameter NextToken is not valid.');

export const malformedInstanceIds = () =>
  new EcsError(
    400,
    'InvalidInstanceIds.Malformed',
    'The specified InstanceIds must be a JSON array of up to 100 instance ids.',
  );

export const unknownAction = () =>
  new EcsError(
    404,
    'InvalidAction.NotFound',
    'Specified api is not found, please check your url and method.',
  );

export const unknownVersion = () =>
  new EcsError(400, 'InvalidVersion', 'Specified parameter Version is not valid.');

export const unsupportedMethod = () =>
  new EcsError(405, 'UnsupportedHTTPMethod', 'This http method is not supported.');

export const unknownAccessKey = () =>
  new EcsError(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');

export const incompleteSignature = (problem: string) =>
  new EcsError(
    400,
    'IncompleteSignature',
    `The request signature does not conform to Aliyun standards: ${problem}`,
  );

export const missingSecurityToken = () =>
  new EcsError(400, 'MissingSecurityToken', 'SecurityToken is mandatory for this action.');

export const expiredSecurityToken = () =>
  new EcsError(400, 'InvalidSecurityToken.Expired', 'Specified SecurityToken is expired.');

export const mismatchedSecurityToken = () =>
  new EcsError(
    400,
    'InvalidSecurityToken.MismatchWithAccessKey',
    'Specified SecurityToken mismatch with the AccessKey.',
  );

export const expiredTimestamp = () =>
  new EcsError(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.');

export const illegalTimestamp = () =>
  new EcsError(400, 'IllegalTimestamp', 'Specified time stamp or date value is not well formatted.');

export const usedNonce = () =>
  new EcsError(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.');

/** Quotes what was signed, as ECS does: key ids and STS tokens stand in it, and callers must not pass it on. */
export const signatureMismatch = (stringToSign: string, canonicalRequest: string) =>
  new EcsError(
    400,
    'SignatureDoesNotMatch',
    `Specified signature does not match our calculation. server StringToSign is [${stringToSign}] server CanonicalRequest is [${canonicalRequest}]`,
  );
