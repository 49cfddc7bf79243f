export { publicationCsv } from './publication-csv';
export type { Publication } from './publication-schemas';
export { readPublication } from './read-publication';
export { readTrace } from './read-trace';
