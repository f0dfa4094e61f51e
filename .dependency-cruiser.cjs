// The arrows between folders: notebooks → packages/notebook → packages/node → lib → packages/graph; random numbers and
// settings below all of them; datasets and kernel stand alone.
const allowed = {
  '^packages/(files|random|settings|kernel)/': [],
  '^packages/statistics/': ['packages/random'],
  '^packages/graph/(?!bench/)': [],
  '^packages/datasets/': ['packages/(files|random|settings)'],
  '^lib/': ['packages/random', 'packages/graph'],
  '^packages/node/': ['packages/(files|random|settings|graph|statistics)', 'lib'],
  '^packages/notebook/': ['packages/(files|random|settings|datasets|node)', 'lib'],
  // Pages: the library with a runtime for browsers, and what may go along of the data, charts and documents.
  '^packages/site/': ['packages/(random|graph|datasets|notebook)', 'lib', 'notebooks/thesis'],
  '^notebooks/([^/]+)/': [
    'packages/(files|random|settings|graph|statistics|datasets|node|notebook)',
    'lib',
    'notebooks/$1',
  ],
};

const own = (from) => (/^\^(packages\/\([^)]*\)|packages\/\w+|lib)/.exec(from) ?? [])[1];

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    {
      name: 'no-circular',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
    },
    ...Object.entries(allowed).map(([from, to]) => ({
      name: `arrows of ${from}`,
      severity: 'error',
      from: { path: from },
      to: {
        path: '^(lib|packages|notebooks|test|tools)/',
        pathNot: [...to, ...(own(from) ? [own(from)] : [])].map((folder) => `^${folder}/`),
      },
    })),
    {
      name: 'lib is tensors and nothing else',
      severity: 'error',
      from: { path: '^lib/' },
      to: { path: ['^(node:)?(fs|crypto|path|os|worker_threads)', 'tfjs-node', 'danfojs', 'vega'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
  },
};
