// The look of the pages on a desk.
import { look } from './look.mjs';

look(1440);
