/**
 * Where the data sets live on the web. An object, so that tests can put a server of their own in the place.
 */
export const homes = {
  mnist: [
    'https://ossci-datasets.s3.amazonaws.com/mnist/',
    'https://storage.googleapis.com/cvdf-datasets/mnist/',
  ],
  /** NIST's zip of over 500 MB, whose entries are `gzip/emnist-….gz`. */
  emnist: {
    url: 'https://biometrics.nist.gov/cs_links/EMNIST/gzip.zip',
    md5: '58c8d27c78d21e728a6bc7b3cc06412e',
  },
  /** Columbia's zip of 12 MB, as public code names it. */
  coil20: [
    'https://www.cs.columbia.edu/CAVE/databases/SLAM_coil-20_coil-100/coil-20/coil-20-proc.zip',
    'https://cave.cs.columbia.edu/old/databases/SLAM_coil-20_coil-100/coil-20/coil-20-proc.zip',
  ],
};
