import { startCircle } from './circle';
import { startTorus } from './torus';

const page = (name: string) => document.querySelector<HTMLElement>(`[data-live=${name}]`);

addEventListener('DOMContentLoaded', () => {
  const [circle, torus] = [page('circle'), page('torus')];
  if (circle) startCircle(circle);
  if (torus) startTorus(torus);
});
