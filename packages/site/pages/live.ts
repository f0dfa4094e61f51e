import type { PageLink } from './navigation';

export interface LivePage extends PageLink {
  question: string;
  body: string;
  scripts: string[];
}

/** The pages that train in the browser. */
export async function livePages(): Promise<{ pages: LivePage[]; files: Record<string, string> }> {
  return { pages: [], files: {} };
}
