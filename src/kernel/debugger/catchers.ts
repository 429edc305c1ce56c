import ts from "typescript";

/** A place in a script's text, counted from 0. */
export interface Place {
  text: string;
  line: number;
  column: number;
}

/**
 * Whether one of the places, from the innermost call to the outermost, lies in a `try` with a
 * `catch`. V8 counts the kernel's own `try` around every cell, too.
 */
export function isCaught(places: readonly Place[]): boolean {
  const read = new Map<string, ts.SourceFile>();
  return places.some(({ text, line, column }) => {
    let file = read.get(text);
    if (!file) {
      file = ts.createSourceFile("script.js", text, ts.ScriptTarget.Latest, true);
      read.set(text, file);
    }
    const starts = file.getLineStarts();
    return isInTry(nodeAt(file, (starts[line] ?? 0) + column));
  });
}

function nodeAt(file: ts.SourceFile, position: number): ts.Node {
  let found: ts.Node = file;
  const look = (node: ts.Node): void => {
    if (node.pos > position || node.end <= position) return;
    found = node;
    ts.forEachChild(node, look);
  };
  look(file);
  return found;
}

function isInTry(innermost: ts.Node): boolean {
  for (let node = innermost; node.parent && !ts.isFunctionLike(node); node = node.parent)
    if (ts.isTryStatement(node.parent) && node.parent.tryBlock === node)
      if (node.parent.catchClause) return true;
  return false;
}
