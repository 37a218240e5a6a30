// Fails where two files of src export the same name for different things: a reader who searches for a name must find one thing.
// What a file takes from another one and exports again is not counted.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = fileURLToPath(new URL('..', import.meta.url));

/** The names that a file exports by declaring them. */
function exportedBy(file) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest);
  const isExported = (statement) => statement.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword);
  return source.statements.filter(isExported).flatMap((statement) => {
    const declared = statement.declarationList?.declarations ?? [statement];
    return declared.flatMap(({ name }) => (name && ts.isIdentifier(name) ? [name.text] : []));
  });
}

const files = new Map();
for (const file of ts.sys.readDirectory(`${root}src`, ['.ts'])) {
  for (const name of new Set(exportedBy(file))) files.set(name, [...(files.get(name) ?? []), file.slice(root.length)]);
}
const homonyms = [...files].filter(([, where]) => where.length > 1);
for (const [name, where] of homonyms) process.stderr.write(`${name} means different things in ${where.join(' and ')}: give one of them a name of its own\n`);
process.exitCode = homonyms.length > 0 ? 1 : 0;
