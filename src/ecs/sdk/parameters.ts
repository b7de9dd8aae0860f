/** The SDK sends `SessionId=` for an empty parameter, which ECS takes for a session whose id is empty. */
export function withoutEmpty(parameters: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(parameters).filter(([, value]) => value !== undefined && value !== ''),
  );
}
