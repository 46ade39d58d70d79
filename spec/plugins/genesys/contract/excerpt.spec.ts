import { expect } from 'chai';
import contract from '../../../../plugins/genesys/contract/openapi.json' with { type: 'json' };
import { isRepeatable, type Operation } from '../../../../plugins/genesys/contract/operation.ts';
import { operations } from '../../../../plugins/genesys/contract/operations.ts';

type Called = Readonly<Record<string, unknown>> & { readonly responses: object };

const listed = Object.entries<Operation>(operations);
const inExcerpt = Object.entries(contract.paths as unknown as Record<string, Record<string, Called>>).flatMap(
  ([path, methods]) => Object.entries(methods).map(([method, called]) => ({ path, method, called })),
);

describe('the contract', () => {
  it('has the listed operations and no other', () => {
    const ids = inExcerpt.map(({ called }) => called['operationId']);
    expect(ids).to.have.members(listed.map(([id]) => id));
  });

  for (const [id, { path, method, permissions, success, purpose }] of listed) {
    it(`has ${id} as it is listed`, () => {
      const { called } = inExcerpt.find((one) => one.path === path && one.method === method)!;
      expect(called['operationId']).to.equal(id);
      expect(called['summary']).to.equal(purpose);
      expect(called['x-permissions']).to.deep.equal(permissions);
      expect(Object.keys(called.responses).filter((status) => status.startsWith('2'))).to.deep.equal([
        String(success ?? '2XX'),
      ]);
    });
  }

  it('has what it refers to and nothing else', () => {
    const { securitySchemes, ...components } = contract.components;
    const referred = JSON.stringify(contract).match(/#\/components\/[^"]+/g);
    const present = Object.entries(components).flatMap(([kind, named]) =>
      Object.keys(named).map((name) => `#/components/${kind}/${name}`),
    );
    expect(present).to.have.members([...new Set(referred)]);
    expect(securitySchemes).to.have.all.keys('PureCloudOAuth', 'BasicClient');
  });

  it('lets nothing be done twice that happens, only what reads or sets a state', () => {
    const once = listed.filter(([, operation]) => !isRepeatable(operation)).map(([id]) => id);
    expect(once.sort()).to.deep.equal([
      'postConversationAssign',
      'postConversationDisconnect',
      'postConversationParticipantReplaceAgent',
      'postConversationParticipantReplaceQueue',
      'postConversationsCallbacks',
      'postConversationsEmailsAgentless',
      'postConversationsMessageCommunicationMessages',
      'postConversationsMessageInboundOpenMessage',
      'postConversationsMessageInboundOpenReceipt',
      'postConversationsMessagingIntegrationsOpen',
    ]);
  });
});
