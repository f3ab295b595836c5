/** Name of a piece of state that is there while the others are made again from the bus, and have not caught up: whoever goes on in the middle of it, or looks, must know. */
export const rebuildingPiece = "rebuilding";
