// Breaks a text at its blanks; a word that is longer than a line, such as an address, stays whole to be copied.

export function wrapWords(text: string, width: number): string[] {
  return text.split('\n').flatMap((line) => {
    const lines = ['']
    for (const word of line.split(' ')) {
      const before = lines.at(-1)!
      if (before === '') lines[lines.length - 1] = word
      else if (before.length + 1 + word.length <= width) lines[lines.length - 1] = `${before} ${word}`
      else lines.push(word)
    }
    return lines
  })
}
