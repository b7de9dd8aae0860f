/**
 * A refusal with the status, Code and Message that ECS, STS and RAM document. `answer.ts` turns it into an error body.
 */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
  }
}

export const missingParameter = (name: string) =>
  new ApiError(
    400,
    'MissingParameter',
    `The input parameter "${name}" that is mandatory for processing this request is not supplied.`,
  );

export const unknownRegion = () =>
  new ApiError(404, 'InvalidRegionId.NotFound', 'The specified RegionId does not exist.');

export const invalidMaxResults = () =>
  new ApiError(400, 'InvalidParameter.MaxResults', 'The specified parameter MaxResults is not valid.');

export const invalidNextToken = () =>
  new ApiError(400, 'InvalidParameter.NextToken', 'The specified parameter NextToken is not valid.');

/** STS has a Code for each missing parameter; ECS has one for all. */
export const missingStsParameter = (name: string) =>
  new ApiError(400, `Missing${name}`, `${name} is mandatory for this action.`);

/** For a parameter of ECS, STS or RAM with an impossible value. */
export const invalidParameter = (name: string, problem = `The parameter ${name} is wrongly formed.`) =>
  new ApiError(400, `InvalidParameter.${name}`, problem);

/** Of ECS: the caller's policies do not allow the action on this resource. */
export const forbidden = () =>
  new ApiError(
    403,
    'Forbidden.RAM',
    'User not authorized to operate on the specified resource, or this API does not support RAM.',
  );

/** Of STS and RAM: the caller's policies do not allow the action on this resource. */
export const noPermission = () =>
  new ApiError(
    403,
    'NoPermission',
    'You are not authorized to do this action. You should be authorized by RAM.',
  );

export const rootMayNotAssume = () =>
  new ApiError(403, 'NoPermission', 'Roles may not be assumed by root accounts.');

/** The same whether the role does not trust the caller or wants another external id. */
export const untrustedCaller = () =>
  new ApiError(
    403,
    'NoPermission',
    'No permission perform sts:AssumeRole on this Role. Maybe you are not authorized to perform sts:AssumeRole or the specified role does not trust you.',
  );

export const unknownRole = (roleArn: string) =>
  new ApiError(404, 'EntityNotExist.Role', `The role not exists: ${roleArn}.`);

/** The answer to a dry run of a call that would be permitted. */
export const dryRunPassed = () =>
  new ApiError(400, 'DryRunOperation', 'Request validation has been passed with DryRun flag set.');

export const unknownSession = () =>
  new ApiError(404, 'InvalidSessionId.NotFound', 'The specified SessionId does not exist.');

export const tooManyTags = () =>
  new ApiError(400, 'InvalidTagCount', 'The specified tags are beyond the permitted range of 1 to 20.');

export const malformedInstanceIds = () =>
  new ApiError(
    400,
    'InvalidInstanceIds.Malformed',
    'The specified InstanceIds must be a JSON array of up to 100 instance ids.',
  );

export const unknownAction = () =>
  new ApiError(
    404,
    'InvalidAction.NotFound',
    'Specified api is not found, please check your url and method.',
  );

export const unknownVersion = () =>
  new ApiError(400, 'InvalidVersion', 'Specified parameter Version is not valid.');

export const unsupportedMethod = () =>
  new ApiError(405, 'UnsupportedHTTPMethod', 'This http method is not supported.');

export const unknownAccessKey = () =>
  new ApiError(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');

export const incompleteSignature = (problem: string) =>
  new ApiError(
    400,
    'IncompleteSignature',
    `The request signature does not conform to Aliyun standards: ${problem}`,
  );

export const missingSecurityToken = () =>
  new ApiError(400, 'MissingSecurityToken', 'SecurityToken is mandatory for this action.');

export const expiredSecurityToken = () =>
  new ApiError(400, 'InvalidSecurityToken.Expired', 'Specified SecurityToken is expired.');

export const malformedSecurityToken = () =>
  new ApiError(400, 'InvalidSecurityToken.Malformed', 'Specified SecurityToken is malformed.');

export const mismatchedSecurityToken = () =>
  new ApiError(
    400,
    'InvalidSecurityToken.MismatchWithAccessKey',
    'Specified SecurityToken mismatch with the AccessKey.',
  );

export const expiredTimestamp = () =>
  new ApiError(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.');

export const illegalTimestamp = () =>
  new ApiError(400, 'IllegalTimestamp', 'Specified time stamp or date value is not well formatted.');

export const usedNonce = () =>
  new ApiError(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.');

/** Quotes what was signed, as ECS does: key ids and STS tokens stand in it, and callers must not pass it on. */
export const signatureMismatch = (stringToSign: string, canonicalRequest: string) =>
  new ApiError(
    400,
    'SignatureDoesNotMatch',
    `Specified signature does not match our calculation. server StringToSign is [${stringToSign}] server CanonicalRequest is [${canonicalRequest}]`,
  );
