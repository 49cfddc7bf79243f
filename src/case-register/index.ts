export { listCases } from './read-cases';
