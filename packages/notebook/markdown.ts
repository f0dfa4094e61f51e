/**
 * Plain text as Markdown that shows it literally, in JupyterLab, on GitHub and in exported pages. A dollar would begin
 * a formula there, escaped or not, unless it stands in an element that MathJax leaves alone.
 */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[&<>\\`*_[\]#|~$]/g, (sign) => {
      if (sign === '$') return '<span class="mathjax_ignore tex2jax_ignore">&#36;</span>';
      return /[&<>]/.test(sign) ? `&#${sign.charCodeAt(0)};` : `\\${sign}`;
    });
}
