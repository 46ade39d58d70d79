import type { OperationList } from '../operation.ts';

/** Who the client is. */
export const loggingIn = {
  postOauthToken: {
    method: 'post',
    path: '/oauth/token',
    purpose: 'log in',
    success: 200,
    repeatable: true,
  },
  getTokensMe: { method: 'get', path: '/api/v2/tokens/me', purpose: 'look at its own token', success: 200 },
} as const satisfies OperationList;
