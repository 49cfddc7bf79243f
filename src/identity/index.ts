export { type PersonName, requireAnotherPerson } from './person';
