import { CST, Lexer } from 'yaml';

/** A comment of a file. */
export interface Comment {
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
  /** Whether nothing else stands on its line. */
  readonly isAlone: boolean;
  /** From its `#` on. */
  readonly text: string;
}

/** The comments of a YAML text, from top to bottom. What looks like one within text that is quoted or folded is none. */
export function commentsIn(yaml: string): readonly Comment[] {
  const comments: Comment[] = [];
  let line = 1;
  let before = '';
  let lexemeBefore = '';
  for (const lexeme of new Lexer().lex(yaml)) {
    const isText = lexemeBefore === CST.SCALAR;
    if (!isText && CST.tokenType(lexeme) === 'comment')
      comments.push({
        line,
        column: before.length + 1,
        isAlone: before.trim() === '',
        text: lexeme.trimEnd(),
      });
    lexemeBefore = lexeme;
    if (!isText && isControl(lexeme)) continue;
    const breaks = lexeme.split('\n');
    line += breaks.length - 1;
    before = breaks.length === 1 ? before + lexeme : breaks.at(-1)!;
  }
  return comments;
}

/** The lexer's own marks stand for no text. */
function isControl(lexeme: string): boolean {
  return lexeme === CST.BOM || lexeme === CST.DOCUMENT || lexeme === CST.FLOW_END || lexeme === CST.SCALAR;
}
