import { expect } from 'chai';
import type { OpenAPI3 } from 'openapi-typescript';
import { pruned, type Reference } from '../../generate/prunedDocument.ts';

const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` });
const answering = (name: string) => ({
  description: '',
  content: { 'application/json': { schema: ref(name) } },
});

const document = {
  openapi: '3.0.3',
  info: { title: 'everything', version: 'v2' },
  paths: {
    '/b': {
      get: {
        operationId: 'getB',
        'x-product-use': 'old',
        responses: { '2XX': answering('Tree'), '400': { $ref: '#/components/responses/Bad' } },
      },
      delete: { operationId: 'deleteB', responses: { '2XX': answering('Unused') } },
    },
    '/a': { get: { operationId: 'getA', responses: { '200': answering('Leaf') } } },
  },
  components: {
    securitySchemes: { bearer: { type: 'http', scheme: 'bearer' } },
    responses: { Bad: answering('Problem'), Unused: answering('Unused') },
    schemas: {
      Unused: { type: 'object' },
      Tree: {
        type: 'object',
        properties: { branches: { type: 'array', items: ref('Tree') }, leaf: ref('Leaf') },
      },
      Leaf: { type: 'string' },
      Problem: { type: 'object' },
    },
  },
} as unknown as OpenAPI3;

const getB: Reference = { id: 'getB', method: 'get', path: '/b', summary: 'see b', success: 202 };

describe('a pruned document', () => {
  it('has the operations asked for, what they reach, and nothing else', () => {
    const { paths, components, info } = pruned(document, [getB]);
    expect(info).to.deep.equal(document.info);
    expect(paths).to.deep.equal({
      '/b': {
        get: {
          operationId: 'getB',
          tags: undefined,
          summary: 'see b',
          responses: { 202: answering('Tree'), 400: { $ref: '#/components/responses/Bad' } },
        },
      },
    });
    expect(Object.keys(components!.schemas!)).to.deep.equal(['Leaf', 'Problem', 'Tree']);
    expect(components).to.have.property('responses').that.has.all.keys('Bad');
    expect(components).to.have.property('securitySchemes').that.has.all.keys('bearer');
  });

  it('is the same pruned again, in whatever order, and from itself', () => {
    const getA: Reference = { id: 'getA', method: 'get', path: '/a', summary: 'see a' };
    const once = JSON.stringify(pruned(document, [getA, getB]));
    expect(JSON.stringify(pruned(document, [getB, getA]))).to.equal(once);
    expect(JSON.stringify(pruned(JSON.parse(once) as OpenAPI3, [getB, getA]))).to.equal(once);
  });

  it('cannot have what the document has not', () => {
    expect(() => pruned(document, [{ ...getB, method: 'post' }])).to.throw('POST /b is not in the document');
    expect(() => pruned(document, [{ ...getB, path: '/c' }])).to.throw('--openapi <file>');
    expect(() => pruned(document, [{ ...getB, id: 'getC' }])).to.throw('GET /b is getB, not getC');
    const hollow = { ...document, components: {} };
    expect(() => pruned(hollow, [getB])).to.throw('#/components/schemas/Tree leads nowhere');
  });
});
