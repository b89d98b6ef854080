// Colours for code: comments, strings, numbers and the words of a language.
const WORDS = {
  json: 'true false null',
  python: 'import from async def await with as for in if elif break True False None',
  node: 'import from const await new null true false',
  dotnet: 'using var await new while is true false null if else do return static async Task break out default',
  browser: 'const await new null true false',
};

/** Pieces of code, each a text or a coloured element. */
export function highlight(code, language) {
  const comment = { json: '(?!)', python: '#.*' }[language] ?? '(?<!:)\\/\\/.*';
  const pattern = new RegExp(`(?<comment>${comment})|(?<string>"""[^]*?"""|"(?:[^"\\\\\\n]|\\\\.)*"|'(?:[^'\\\\\\n]|\\\\.)*'|\`[^\`]*\`)|(?<number>\\b\\d+(?:\\.\\d+)?\\b)|(?<word>\\b(?:${WORDS[language].replaceAll(' ', '|')})\\b)`, 'g');
  const pieces = [];
  let end = 0;
  for (const match of code.matchAll(pattern)) {
    pieces.push(code.slice(end, match.index));
    const [kind] = Object.entries(match.groups).find(([, text]) => text !== undefined);
    pieces.push(Object.assign(document.createElement('span'), { className: `code-${kind}`, textContent: match[0] }));
    end = match.index + match[0].length;
  }
  return [...pieces, code.slice(end)];
}
