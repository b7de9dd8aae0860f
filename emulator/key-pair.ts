/** A key pair that may call. With a `securityToken` it is an STS key, and each call must carry that token. */
export interface KeyPair {
  accessKeyId: string;
  accessKeySecret: string;
  securityToken?: string | undefined;
}
