// Prints every string of the console and the command line that a person may read, one a line as file:line and text.
import { globSync, readFileSync } from 'node:fs'
import ts from 'typescript'

const SOURCES = ['web/src/**/*.{ts,tsx}', 'server/src/cli/**/*.ts', 'shared/src/**/*.ts']
const NOT_READ = new Set(['className', 'to', 'href', 'type', 'key', 'name', 'id', 'htmlFor', 'path'])

for (const file of globSync(SOURCES)
  .filter((path) => !path.includes('.test.'))
  .toSorted()) {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  listStrings(source, source)
}

function listStrings(node: ts.Node, source: ts.SourceFile): void {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node)) return
  if (ts.isJsxAttribute(node) && NOT_READ.has(node.name.getText(source))) return
  const text = textOf(node, source)
  if (text !== null && isForPeople(text)) {
    const { line } = source.getLineAndCharacterOfPosition(node.getStart(source))
    process.stdout.write(`${source.fileName}:${line + 1}  ${text}\n`)
  }
  ts.forEachChild(node, (child) => listStrings(child, source))
}

function textOf(node: ts.Node, source: ts.SourceFile): string | null {
  if (ts.isJsxText(node) || ts.isStringLiteralLike(node)) return node.text.replaceAll(/\s+/g, ' ').trim()
  if (ts.isTemplateExpression(node)) return node.getText(source).slice(1, -1)
  return null
}

/** Sentences and labels have a space or begin with a capital letter; values such as `not_sent` have neither. */
function isForPeople(text: string): boolean {
  return /^[A-Z][a-z]/.test(text) || /[A-Za-z]{2,}[^-:[]* [A-Za-z]{2,}/.test(text)
}
