import type { Handlers } from './handler.ts';

export const tokenHandlers: Handlers = {
  getTokensMe: ({ token }, { centre }) => {
    const { id, name } = centre.directory.organisation;
    return {
      body: {
        organization: { id, name },
        homeOrganization: { id, name },
        authorizedScope: [],
        OAuthClient: {
          id: token.client.id,
          name: 'sandbox client',
          authorizedGrantType: 'CLIENT_CREDENTIALS',
          organization: { id, name },
        },
      },
    };
  },
};
