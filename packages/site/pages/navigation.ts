/** A page as others lead to it. */
export interface PageLink {
  /** From the site's root: 'torus/torus-fig-1.html'. */
  path: string;
  title: string;
  question?: string;
}

/** A part of the course, or of what goes with it. */
export interface NavigationPart {
  title: string;
  /** What it is about, Markdown. */
  text?: string;
  pages: readonly PageLink[];
}
