import torch.nn.functional as F


def bernoulli_log_prob(x, logits):
    return (x * F.logsigmoid(logits) + (1 - x) * F.logsigmoid(-logits)).sum(dim=1)
