export { isLoopback, lookupLoopback, type ModelAddress, modelAddress } from './address.ts';
export { post, type Reply, said, TooLarge } from './post.ts';
