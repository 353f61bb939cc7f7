/** `npm run types`: writes imports/manifest-types.ts from the schemas in imports/schemas. */
import { writeFileSync } from 'node:fs';
import { TYPED_KINDS, TYPES_FILE, typesText } from './schema-types';

writeFileSync(TYPES_FILE, typesText(TYPED_KINDS));
