// NBA
