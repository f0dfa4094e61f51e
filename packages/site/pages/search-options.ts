/** How pages are found: shared by the index and the page that reads it. */
export const searchOptions = {
  fields: ['title', 'heading', 'text'],
  storeFields: ['title', 'heading', 'url'],
  searchOptions: { prefix: true, fuzzy: 0.15, boost: { heading: 3, title: 2 } },
};
