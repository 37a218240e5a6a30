// Writes dist/openapi.json, the description of the page's API, from the built program. `npm run build` runs it.
import { readFileSync, writeFileSync } from 'node:fs';
import { toJsonSchema } from '@valibot/to-json-schema';
import { openApiOf } from '../dist/web/api/openapi.js';

const at = (path) => new URL(`../${path}`, import.meta.url);
const { version } = JSON.parse(readFileSync(at('package.json'), 'utf8'));
// What a schema checks beyond JSON's own types is left out, but never its type.
const described = openApiOf(version, (schema, typeMode) => toJsonSchema(schema, { typeMode, errorMode: 'ignore' }));
writeFileSync(at('dist/openapi.json'), `${JSON.stringify(described, null, 2)}\n`);
