/** Where the Node binary of a platform (`linux-x64`) stands below `node_modules`. */
export declare const nodeOfPlatform: ReadonlyMap<string, string>;
