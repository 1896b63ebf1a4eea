def digit(name)
    return 0
