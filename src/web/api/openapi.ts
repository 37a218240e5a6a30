import type { GenericSchema } from 'valibot';
import type { Endpoint } from './endpoint.ts';
import { ENDPOINTS } from './endpoints.ts';
import type { FixedRoute } from './fixed-routes.ts';
import { FIXED_ROUTES } from './fixed-routes.ts';

type Json = Readonly<Record<string, unknown>>;
/** Makes a JSON schema of what a caller sends (`input`) or gets (`output`). */
export type ToJsonSchema = (schema: GenericSchema, typeMode: 'input' | 'output') => Json;

const ALL: Readonly<Record<string, Endpoint | FixedRoute>> = { ...FIXED_ROUTES, ...ENDPOINTS };

/** `code` and `values` are absent for what only programs meet. */
const PROBLEM = {
  type: 'object',
  properties: { error: { type: 'string' }, code: { type: 'string' }, values: { type: 'object' } },
  required: ['error'],
};
const problem = (why: string): Json => ({ description: why, content: { 'application/json': { schema: PROBLEM } } });
const PROBLEMS = {
  '400': problem('The input is wrong; the sentence says what to do.'),
  '401': problem('Log in first.'),
  '403': problem('This needs more rights.'),
  '409': problem('This cannot be done now.'),
  '429': problem('Too often; the header Retry-After says when to come again.'),
};

/** The API in OpenAPI 3.1, made from the same descriptions that check it. */
export function openApiOf(version: string, toJsonSchema: ToJsonSchema): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [route, described] of Object.entries(ALL)) {
    const [method = '', path = ''] = route.split(' ');
    const at = path.replace(/:(\w+)/g, '{$1}');
    paths[at] = { ...paths[at], [method.toLowerCase()]: operation(method, at, described, toJsonSchema) };
  }
  return {
    openapi: '3.1.0',
    info: { title: 'moodbox', version, description: 'What the page of a moodbox asks of it. Levels: stranger, guest, household, owner.' },
    paths,
  };
}

function operation(
  method: string,
  path: string,
  { input, level, output, summary }: Endpoint | FixedRoute,
  toJsonSchema: ToJsonSchema,
): Json {
  const content = 'file' in output ? { [output.file]: {} } : { 'application/json': { schema: toJsonSchema(output, 'output') } };
  const hasBody = method === 'POST' || method === 'PUT';
  const sent = input && !('file' in input) ? toJsonSchema(input, 'input') : undefined;
  const body = input && 'file' in input ? { [input.file]: {} } : sent && { 'application/json': { schema: sent } };
  const parameters = [...pathParameters(path), ...(sent && !hasBody ? queryParameters(sent) : [])];
  return {
    summary,
    'x-level': level,
    ...(parameters.length > 0 && { parameters }),
    ...(body && hasBody && { requestBody: { required: true, content: body } }),
    responses: { '200': { description: 'Done.', content }, ...PROBLEMS },
  };
}

const pathParameters = (path: string): readonly Json[] =>
  [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema: { type: 'string' } }));

function queryParameters({
  properties = {},
  required = [],
}: {
  readonly properties?: Json;
  readonly required?: readonly string[];
}): readonly Json[] {
  return Object.entries(properties).map(([name, schema]) => ({ name, in: 'query', required: required.includes(name), schema }));
}
