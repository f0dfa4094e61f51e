import { type About, label, note, sentence, sentences } from './about';
import type { Bundle } from './jupyter';
import { escapeMarkdown } from './markdown';
import { readingMarkdown } from './reading';

/**
 * What stands below a figure or table: number, caption and note, then the reading. As Markdown, which JupyterLab shows
 * in notebooks that are not trusted, too, and GitHub and exported pages as well.
 */
export function captionBundle(about: About, kind: 'figure' | 'table' | 'page'): Bundle {
  const name = label(about, kind);
  const head = `**${escapeMarkdown(name)}.** ${escapeMarkdown(sentence(about.caption))} *${escapeMarkdown(note(about))}*`;
  return {
    'text/markdown': `${head}\n\n${readingMarkdown(about.reading)}`,
    'text/plain': `${name}. ${sentence(about.caption)} ${note(about)}\nReading. ${sentences(about.reading)}`,
  };
}
