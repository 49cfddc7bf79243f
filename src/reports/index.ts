export { BooksController } from './books.controller';
