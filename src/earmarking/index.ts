export { readTrace } from './read-trace';
