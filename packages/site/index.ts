export { type BundleOptions, bundle } from './bundle';
export { buildSite, type CoursePart, type Site, type SiteOptions } from './pages/site';
export { serve } from './serve';
