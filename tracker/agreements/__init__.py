"""目标责任书: registered with its sides, signed on the stage or later; who has not signed yet."""
