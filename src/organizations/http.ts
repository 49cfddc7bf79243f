export { OrganizationsController } from './organizations.controller';
