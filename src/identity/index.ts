export { operatorOf } from './local-operator';
export { type PersonName, requireAnotherPerson } from './person';
