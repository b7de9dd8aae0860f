/** A reason not to start that its reader can do something about: the message says what, and no stack is needed. */
export abstract class StartError extends Error {}

/** The environment is not usable; `problems` says all of it at once. */
export class ConfigError extends StartError {
  override readonly name = 'ConfigError';
  /** One line a variable, such as `PORT: must be 0 to 65535`. */
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`The environment is not usable:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** No key that calls to ECS could be signed with. */
export class CredentialsError extends StartError {
  override readonly name = 'CredentialsError';
}
